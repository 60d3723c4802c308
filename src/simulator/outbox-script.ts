/** Runs in the outbox page. Text goes in as text nodes only: a message may hold anything. */
export const outboxScript = `
const list = document.getElementById('list');
const state = document.getElementById('state');
const filter = document.getElementById('filter');
let shown = [];
let drawn = '';
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const withLinks = (text) => {
  const body = element('p', 'body');
  for (const piece of text.split(/(https?:\\/\\/[^\\s]+)/)) {
    if (!/^https?:\\/\\//.test(piece)) { body.append(piece); continue; }
    const link = element('a', '', piece);
    link.href = piece;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    body.append(link);
  }
  return body;
};
const press = (sid, digits) => fetch(settings.base + '/calls/' + sid + '/keys', {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ digits }),
}).then(refresh, refresh);
const card = (record) => {
  const item = element('li', record.kind);
  const top = element('div', 'top');
  const kind = record.direction === 'inbound' ? settings.word.incoming : settings.word[record.kind];
  const time = new Date(record.at).toLocaleTimeString(settings.language === 'vi' ? 'vi-VN' : 'en-GB');
  top.append(element('span', '', kind), element('strong', '', record.direction === 'inbound' ? record.from : record.to),
    element('time', '', time), element('span', 'status ' + record.status, record.status));
  item.append(top, withLinks(record.body));
  if (record.kind === 'call' && (record.status === 'ringing' || record.status === 'in-progress')) {
    const keys = element('div', 'keys');
    for (const digit of ['1', '2']) {
      const button = element('button', '', settings.word.press + ' ' + digit);
      button.type = 'button';
      button.addEventListener('click', () => press(record.sid, digit));
      keys.append(button);
    }
    item.append(keys);
  }
  return item;
};
const draw = () => {
  const wanted = filter.value.trim().toLowerCase();
  const found = shown.filter((record) => (record.to + record.from + record.body).toLowerCase().includes(wanted));
  const next = JSON.stringify(found);
  state.textContent = found.length === 0 ? settings.word.empty : '';
  if (next === drawn) return;
  drawn = next;
  list.replaceChildren(...found.reverse().map(card));
};
const refresh = async () => {
  try {
    const response = await fetch(settings.base + '/messages?limit=300', { cache: 'no-store' });
    shown = await response.json();
    draw();
  } catch {
    state.textContent = settings.word.offline;
  }
};
filter.addEventListener('input', draw);
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 1500);
`;
