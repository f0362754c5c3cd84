/**
 * The list of people covers the page below it: while it is open nothing below can be reached by accident, and Escape or a click beside it
 * closes it. Absent outside the demo.
 */
export function startSwitcher() {
  const switcher = document.querySelector('details.switcher');
  if (!(switcher instanceof HTMLDetailsElement)) return;
  const close = () => {
    switcher.open = false;
  };
  switcher.addEventListener('toggle', () => {
    for (const covered of document.querySelectorAll('main, #composer')) covered.toggleAttribute('inert', switcher.open);
  });
  document.addEventListener('click', event => {
    if (event.target instanceof Node && !switcher.contains(event.target)) close();
  });
  switcher.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !switcher.open) return;
    close();
    switcher.querySelector('summary')?.focus();
  });
}
