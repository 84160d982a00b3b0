// Before the first drawing: the system's colours, so that nothing flashes. And the age of what is shown while the server is away.
const root = document.documentElement;
root.dataset.system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

const modal = document.getElementById('components-reconnect-modal');
let lostAt = 0;
let timer = 0;
modal.addEventListener('components-reconnect-state-changed', event => {
  const away = event.detail.state === 'show' || event.detail.state === 'retrying';
  document.body.classList.toggle('away', away || event.detail.state === 'failed' || event.detail.state === 'rejected');
  if (event.detail.state === 'show' && !lostAt) {
    lostAt = Date.now();
    timer = setInterval(tellAge, 1000);
    tellAge();
  }
  if (event.detail.state === 'hide') {
    clearInterval(timer);
    lostAt = 0;
  }
  // The circuit is gone for good (the server was restarted): the address holds the state, so read it again.
  if (event.detail.state === 'rejected') location.reload();
});
document.getElementById('reconnect-reload').addEventListener('click', event => {
  event.preventDefault();
  location.reload();
});

// A filter that is written and run before its box is alive is run then (filter.js).
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || !event.target.matches?.('.filter-input:not([data-alive])')) return;
  event.preventDefault();
  event.target.dataset.run = '1';
}, true);

function tellAge() {
  document.getElementById('reconnect-age').textContent = `${Math.round((Date.now() - lostAt) / 1000)} s ago`;
}
