// @ts-check
// Keeps what the page shows up to date, and works the plugs without loading it again: the focus stays where it is.

/** @typedef {import('./desk-line.ts').DeskLine} DeskLine */

/** @param {DeskLine} line */
function show({ id, pluggedIn, ...texts }) {
  const desk = /** @type {HTMLElement | null} */ (document.querySelector(`[data-desk="${id}"]`));
  if (desk === null) return;
  desk.dataset.plug = pluggedIn ? 'in' : 'out';
  for (const [slot, text] of Object.entries(texts)) {
    const place = desk.querySelector(`[data-slot="${slot}"]`);
    // A text that is written anew is read out anew.
    if (place !== null && place.textContent !== text) place.textContent = text;
  }
}

const gone = /** @type {HTMLElement} */ (document.getElementById('gone'));
const events = new EventSource(`events?lang=${document.documentElement.lang}`);
events.addEventListener('message', ({ data }) => {
  gone.hidden = true;
  for (const line of /** @type {readonly DeskLine[]} */ (JSON.parse(String(data)))) show(line);
});
events.addEventListener('error', () => {
  gone.hidden = false;
});

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void fetch(form.action, { method: 'POST', redirect: 'manual' });
  });
}
