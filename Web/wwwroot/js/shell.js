// Keys, tab visibility, system colours and cookies of the shell.
let page = null;
let pending = '';
let pendingUntil = 0;
const scheme = window.matchMedia('(prefers-color-scheme: dark)');

export function start(dotnet) {
  page = dotnet;
  document.addEventListener('keydown', key);
  document.addEventListener('visibilitychange', visible);
  scheme.addEventListener('change', colours);
  return { dark: scheme.matches, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

// The circuit has drawn the page; tests wait for it.
export function live() {
  document.documentElement.dataset.live = '1';
}

export function stop() {
  document.removeEventListener('keydown', key);
  document.removeEventListener('visibilitychange', visible);
  scheme.removeEventListener('change', colours);
  page = null;
}

export function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=strict${location.protocol === 'https:' ? '; secure' : ''}`;
  if (name === 'clarion-theme') document.documentElement.dataset.theme = value;
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
}

function visible() {
  page?.invokeMethodAsync('SetVisible', !document.hidden);
}

function colours() {
  document.documentElement.dataset.system = scheme.matches ? 'dark' : 'light';
  page?.invokeMethodAsync('SetSystemDark', scheme.matches);
}

function writing(element) {
  return element instanceof HTMLElement
    && (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName));
}

function key(event) {
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    focusSearch();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;

  if (pending === 'g' && Date.now() < pendingUntil) {
    pending = '';
    page?.invokeMethodAsync('GoTo', event.key);
    event.preventDefault();
    return;
  }
  switch (event.key) {
    case 'g': pending = 'g'; pendingUntil = Date.now() + 1500; return;
    case '/': focusSearch(); break;
    case 'Escape': closeDialog(event); return;
    case '?': page?.invokeMethodAsync('ShowHelpAsync'); break;
    case 't': document.getElementById('time-button')?.click(); break;
    case 'r': page?.invokeMethodAsync('Refresh'); break;
    case '.': page?.invokeMethodAsync('ToggleLive'); break;
    case 'j': row(1); break;
    case 'k': row(-1); break;
    default: return;
  }
  event.preventDefault();
}

// Wherever the focus is while a dialog is open.
function closeDialog(event) {
  const close = document.querySelector('.mud-dialog .mud-button-close');
  if (close) {
    close.click();
    event.preventDefault();
  }
}

function focusSearch() {
  const box = document.getElementById('search');
  box?.focus();
  box?.select();
}

// Rows are links (or hold one) marked with data-row.
function row(step) {
  const rows = [...document.querySelectorAll('main [data-row]')];
  if (!rows.length) return;
  const at = rows.findIndex(r => r === document.activeElement || r.contains(document.activeElement));
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  (next.matches('a,button,[tabindex]') ? next : next.querySelector('a,button'))?.focus();
  next.scrollIntoView({ block: 'nearest' });
}
