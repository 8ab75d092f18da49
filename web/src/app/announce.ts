/** One polite voice for the whole page: what a screen reader is told when something changed by itself. */
let voice: HTMLElement | null = null;

export function announce(sentence: string): void {
  if (!voice) {
    voice = document.createElement("div");
    voice.className = "hidden-visually";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = sentence;
}
