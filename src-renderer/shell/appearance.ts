import { onScopeDispose, ref, watch, watchEffect } from 'vue';
import { language } from '../locales/language.ts';
import { useDesk } from '../store/desk.ts';

/** Keeps language, theme and scale of a document as the settings say; also of a second window of this page. */
export function useAppearance(documents: () => readonly Document[]): void {
  const desk = useDesk();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');
  const system = ref(systemTheme());

  function systemTheme(): 'light' | 'dark' | 'contrast' {
    return contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
  }
  const onChange = (): void => {
    system.value = systemTheme();
  };
  dark.addEventListener('change', onChange);
  contrast.addEventListener('change', onChange);
  onScopeDispose(() => {
    dark.removeEventListener('change', onChange);
    contrast.removeEventListener('change', onChange);
  });

  // Before the first start is done, the language is the one that is being tried there.
  watch(
    () => (desk.state?.setUp === true ? desk.state.settings.locale : null),
    (chosen) => {
      if (chosen !== null) language.global.locale.value = chosen;
    },
    { immediate: true },
  );

  watchEffect(() => {
    const settings = desk.state?.settings;
    const theme = settings === undefined || settings.theme === 'system' ? system.value : settings.theme;
    for (const shown of documents()) {
      const { documentElement } = shown;
      shown.title = language.global.t('app.title');
      documentElement.lang = language.global.locale.value;
      documentElement.dataset.theme = theme;
      documentElement.style.fontSize = `${String((settings?.scale ?? 1) * 100)}%`;
    }
  });
}
