import { createI18n } from 'vue-i18n';
import en from './en.json';
import zhCN from './zh-CN.json';

/** Messages are read as syntax trees at run time, never as code, as the content security policy demands. */
export const language = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'en',
  messages: { 'zh-CN': zhCN, en },
});

/** Each by its own name, in its own file: who cannot read the others finds it. */
export const LANGUAGES = [
  { id: 'zh-CN', name: zhCN.language, lang: 'zh-CN' },
  { id: 'en', name: en.language, lang: 'en' },
] as const;
