import './wire/no-eval.ts';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { language } from './locales/language.ts';
import Desk from './shell/app.vue';
import Panel from './panel/panel-window.vue';
import { useDesk } from './store/desk.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

// One page for both windows of the workstation.
const role = new URLSearchParams(location.search).get('window') === 'panel' ? 'panel' : 'desk';
const app = createApp(role === 'panel' ? Panel : Desk);
app.use(createPinia());
app.use(language);
useDesk().connect(role);
app.mount('#app');
