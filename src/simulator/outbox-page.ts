import { randomBytes } from 'node:crypto';
import { outboxScript } from './outbox-script';
import { outboxStyle } from './outbox-style';

const words = {
  vi: {
    title: 'Điện thoại mô phỏng',
    lead: 'Mọi tin nhắn và cuộc gọi mà hệ thống gửi đi. Không có gì rời khỏi máy này.',
    filter: 'Lọc theo số điện thoại hoặc nội dung',
    empty: 'Chưa có tin nhắn hay cuộc gọi nào.',
    offline: 'Mất kết nối, đang thử lại…',
    call: 'Gọi',
    sms: 'Tin nhắn',
    incoming: 'Người dân gọi đến',
    press: 'Bấm',
    other: 'English',
    otherLang: 'en',
  },
  en: {
    title: 'Simulated telephones',
    lead: 'Every SMS and call the system makes. Nothing leaves this machine.',
    filter: 'Filter by number or text',
    empty: 'No messages or calls yet.',
    offline: 'Connection lost, trying again…',
    call: 'Call',
    sms: 'SMS',
    incoming: 'A citizen calls in',
    press: 'Press',
    other: 'Tiếng Việt',
    otherLang: 'vi',
  },
} as const;

/** The outbox as a page that refreshes itself. `base` is where the simulator is mounted. */
export function outboxPage(base: string, language: 'vi' | 'en'): { html: string; nonce: string } {
  const nonce = randomBytes(16).toString('base64');
  const word = words[language];
  const settings = JSON.stringify({ base, word, language }).replace(/</g, '\\u003c');
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word.title}</title>
<style nonce="${nonce}">${outboxStyle}</style>
</head>
<body>
<header>
<div><h1>${word.title}</h1><p>${word.lead}</p></div>
<a href="?lang=${word.otherLang}" lang="${word.otherLang}">${word.other}</a>
</header>
<main>
<label for="filter">${word.filter}</label>
<input id="filter" type="search" autocomplete="off">
<p id="state" role="status" aria-live="polite"></p>
<ol id="list"></ol>
</main>
<script nonce="${nonce}">const settings = ${settings};${outboxScript}</script>
</body>
</html>`;
  return { html, nonce };
}
