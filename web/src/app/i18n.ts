import i18n, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { LANGUAGES, type Language, nearestLanguage, preferences } from "./preferences";

type Words = Record<string, unknown>;
const files = import.meta.glob<{ default: Words }>("../words/*/*.json");

/** Words come a language and a feature at a time, when a page first needs them. */
const backend: BackendModule = {
  type: "backend",
  init() {},
  read(language, feature, done) {
    const load = files[`../words/${language}/${feature}.json`];
    if (!load) return done(new Error(`no words for ${feature} in ${language}`), false);
    load().then(
      (module) => done(null, module.default as never),
      (error: Error) => done(error, false),
    );
  },
};

function spread(language: string): void {
  document.documentElement.lang = language;
}

export async function startWords(): Promise<void> {
  const language = preferences().language ?? nearestLanguage(navigator.languages ?? []);
  i18n.on("languageChanged", spread);
  await i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: [...LANGUAGES],
      fallbackLng: false,
      load: "currentOnly",
      ns: ["app", "parts"],
      defaultNS: "app",
      keySeparator: ".",
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
      showSupportNotice: false,
    } as Parameters<typeof i18n.init>[0]);
}

/** The language on the page, one of ours. */
export function language(): Language {
  const now = i18n.language as Language;
  return LANGUAGES.includes(now) ? now : "en";
}
