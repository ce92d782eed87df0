// The frame: search key, time slider, loading, live. Pages answer without it.
const main = document.getElementById('main');
const query = document.getElementById('q');
const { next, zone } = document.body.dataset;

function clock() {
  try {
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date()) + ' ' + zone;
  } catch {
    return new Date().toISOString().slice(11, 16) + ' UTC';
  }
}

addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k' && query) {
    event.preventDefault();
    query.focus();
    query.select();
  }
});

// Loading: what is shown stays, stamped with when it was read, once an answer takes longer than 300 ms.
const loading = document.querySelector('.loading');
let waiting = 0;
function load() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { loading.hidden = false; main.setAttribute('aria-busy', 'true'); }, 300);
}
function loaded() {
  clearTimeout(waiting);
  loading.hidden = true;
  main.removeAttribute('aria-busy');
}
if (loading && main) {
  addEventListener('submit', event => { if (!event.defaultPrevented) load(); });
  addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (plain && link && !link.hash && !link.hasAttribute('download') && !link.target) load();
  });
  addEventListener('pageshow', loaded);
}

// The slider of the time bar; the field and the buttons beside it do the same.
for (const label of document.querySelectorAll('.slide')) {
  const slider = label.querySelector('input');
  const field = label.closest('form').elements.asOf;
  const today = Date.parse(slider.dataset.today + 'T00:00:00Z');
  const day = back => new Date(today - back * 86_400_000).toISOString().slice(0, 10);
  const said = () => day(slider.max - slider.value);
  if (field.value) slider.value = slider.max - Math.round((today - Date.parse(field.value.slice(0, 10) + 'T00:00:00Z')) / 86_400_000);
  else slider.value = slider.max;
  const show = () => {
    label.querySelector('output').textContent = slider.value === slider.max ? 'now' : said();
    slider.setAttribute('aria-valuetext', slider.value === slider.max ? 'now' : said());
  };
  let pause = 0;
  slider.addEventListener('input', show);
  slider.addEventListener('change', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      field.value = slider.value === slider.max ? '' : said() + 'T23:59:59';
      label.closest('form').requestSubmit();
    }, 600);
  });
  show();
  label.hidden = false;
}

// Live: each new fact lets the panels be fetched again, at most every two seconds; the page says so at most every 30.
const live = document.querySelector('.live');
if (next && live && main && !main.hasAttribute('data-still')) {
  const heard = document.getElementById('heard');
  let place = next;
  let stream = null;
  let fresh = 0;
  let unsaid = 0;
  let spoken = 0;
  let refreshed = 0;
  let timer = 0;
  let retry = 0;

  const state = (words, paused) => {
    live.hidden = false;
    live.classList.toggle('paused', paused);
    live.querySelector('.words').textContent = words;
  };
  const pause = () => { if (!live.classList.contains('paused')) state('Paused ' + clock() + ', reconnecting', true); };

  const connect = () => {
    clearTimeout(retry);
    stream?.close();
    stream = new EventSource('v1/stream?after=' + encodeURIComponent(place));
    stream.onopen = () => { state('Live', false); if (fresh) plan(); };
    stream.onerror = () => {
      pause();
      if (stream.readyState === EventSource.CLOSED) retry = setTimeout(connect, 5000);
    };
    stream.addEventListener('fact', event => { place = event.lastEventId; fresh++; plan(); });
  };
  const plan = () => { timer ||= setTimeout(refresh, Math.max(150, refreshed + 2000 - Date.now())); };

  const refresh = async () => {
    const facts = fresh;
    fresh = 0;
    const slow = setTimeout(() => state('Reading ' + facts + ' new, shown as read before ' + clock(), false), 300);
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(answer.status);
      exchange(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      unsaid += facts;
      state('Live, updated ' + clock(), false);
      say();
    } catch {
      fresh += facts;
      state('Failed to refresh ' + clock() + '; shown is what was read before', true);
      setTimeout(plan, 5000);
    } finally {
      clearTimeout(slow);
      refreshed = Date.now();
      timer = 0;
      if (fresh) plan();
    }
  };
  const say = () => {
    const wait = spoken + 30_000 - Date.now();
    if (wait > 0) { setTimeout(() => { if (unsaid && spoken + 30_000 <= Date.now()) say(); }, wait + 50); return; }
    spoken = Date.now();
    heard.textContent = 'Updated ' + clock() + ': ' + unsaid + (unsaid === 1 ? ' new fact' : ' new facts');
    unsaid = 0;
  };

  addEventListener('visibilitychange', () => {
    if (document.hidden) { stream?.close(); } else { connect(); }
  });
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', event => { if (event.persisted) connect(); });
  connect();
}

// Puts the panels of a newly read page in the place of the old ones: what is typed, open or focused stays.
function exchange(page) {
  const old = [...document.querySelectorAll('[data-live]')];
  const key = panel => panel.id || panel.getAttribute('aria-labelledby');
  const fresh = new Map([...page.querySelectorAll('[data-live]')].map(panel => [key(panel), panel]));
  for (const panel of old) {
    const other = fresh.get(key(panel));
    if (!other || panel.dataset.read === other.outerHTML || panel.querySelector('form :focus')) continue;
    const typed = [...panel.querySelectorAll('input:not([type=hidden]), textarea, select')]
      .some(field => field.value !== (field.defaultValue ?? field.value));
    if (typed) continue;
    const before = other.outerHTML;
    const open = [...panel.querySelectorAll('details')].map(one => one.open);
    const focused = panel.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    const copy = document.importNode(other, true);
    copy.querySelectorAll('details').forEach((one, n) => { if (open[n]) one.open = true; });
    copy.dataset.read = before;
    panel.replaceWith(copy);
    if (focused) [...copy.querySelectorAll('a[href]')].find(link => link.getAttribute('href') === focused)?.focus();
  }
}

// Drawings: what a mark stands for is told beside it, for pointer and keyboard; the server draws.
class Chart extends HTMLElement {
  connectedCallback() {
    const told = this.querySelector('.told');
    const svg = this.querySelector('svg');
    if (!told || !svg) return;
    const show = mark => {
      const words = mark?.dataset?.words ?? mark?.getAttribute('aria-label');
      told.classList.toggle('on', Boolean(words));
      if (!words) return;
      told.textContent = words;
      const box = this.getBoundingClientRect();
      const at = mark.getBoundingClientRect();
      const left = Math.min(Math.max(0, at.x + at.width / 2 - box.x - told.offsetWidth / 2), Math.max(0, box.width - told.offsetWidth));
      told.style.setProperty('left', left + 'px');
      told.style.setProperty('top', Math.max(-24, at.y - box.y - told.offsetHeight - 6) + 'px');
    };
    svg.addEventListener('pointerover', event => show(event.target.closest('[data-words], a[aria-label]')));
    svg.addEventListener('pointerleave', () => show(null));
    svg.addEventListener('focusin', event => show(event.target.closest('[data-words], a[aria-label]')));
    svg.addEventListener('focusout', () => show(null));
    this.addEventListener('keydown', event => { if (event.key === 'Escape') show(null); });
  }
}

// A line is gone along by arrow keys, and tells the point under the pointer.
class Line extends Chart {
  connectedCallback() {
    super.connectedCallback();
    const dots = [...this.querySelectorAll('.dot')];
    const svg = this.querySelector('svg');
    if (!dots.length) return;
    let at = dots.length - 1;
    const go = (to, telling) => {
      dots[at].classList.remove('at');
      at = Math.min(Math.max(0, to), dots.length - 1);
      if (telling) { dots[at].classList.add('at'); dots[at].dispatchEvent(new PointerEvent('pointerover', { bubbles: true })); }
      this.setAttribute('aria-valuetext', dots[at].dataset.words);
      this.setAttribute('aria-valuenow', String(at));
    };
    this.tabIndex = 0;
    this.setAttribute('role', 'slider');
    this.setAttribute('aria-label', 'The score over the year, point by point');
    this.setAttribute('aria-valuemin', '0');
    this.setAttribute('aria-valuemax', String(dots.length - 1));
    go(at, false);
    this.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, Home: -dots.length, End: dots.length }[event.key];
      if (step) { event.preventDefault(); go(at + step, true); }
    });
    this.addEventListener('blur', () => dots[at].classList.remove('at'));
    svg.setAttribute('aria-hidden', 'true');
  }
}
customElements.define('kept-line', Line);
for (const name of ['kept-heatmap', 'kept-funnel', 'kept-timeline']) customElements.define(name, class extends Chart {});

// A run that is under way is asked for again.
if (document.querySelector('[data-wait]')) setTimeout(() => location.reload(), 1000);
