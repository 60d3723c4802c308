/** The outbox page's looks: one column on a phone, cards side by side on a desk. Light and dark. */
export const outboxStyle = `
:root{color-scheme:light dark;--ground:#f4f6f8;--card:#fff;--ink:#17212b;--soft:#55636f;--line:#d5dce2;
--sms:#0b5cad;--call:#8a4b00;--good:#11693a;--bad:#a31621;--key:#0b5cad}
@media (prefers-color-scheme:dark){:root{--ground:#11161b;--card:#1b232b;--ink:#e8edf1;--soft:#a3b0bb;
--line:#33404b;--sms:#7db8f2;--call:#f0b873;--good:#6fd09c;--bad:#ff8d92;--key:#2f7fd0}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header,main{max-width:1200px;margin:0 auto;padding:16px}
header{display:flex;gap:16px;justify-content:space-between;align-items:flex-start}
h1{font-size:1.4rem;margin:0}header p{margin:4px 0 0;color:var(--soft)}
header a{color:var(--sms);padding:12px 0;white-space:nowrap}
label{display:block;font-size:.9rem;color:var(--soft);margin-bottom:4px}
input{width:100%;min-height:48px;padding:8px 12px;font:inherit;color:inherit;background:var(--card);
border:1px solid var(--line);border-radius:8px}
#state{min-height:1.5em;color:var(--soft);margin:8px 0}
#list{list-style:none;margin:0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr))}
#list li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--sms);border-radius:8px;
padding:12px;display:flex;flex-direction:column;gap:6px;min-width:0}
#list li.call{border-left-color:var(--call)}
.top{display:flex;flex-wrap:wrap;gap:4px 12px;font-size:.9rem;color:var(--soft);font-variant-numeric:tabular-nums}
.top strong{color:var(--ink)}
.body{margin:0;white-space:pre-line;overflow-wrap:anywhere}
.body a{color:var(--sms)}
.status.delivered,.status.completed{color:var(--good)}
.status.failed,.status.undelivered,.status.no-answer{color:var(--bad)}
.keys{display:flex;gap:8px}
.keys button{min-height:48px;min-width:64px;padding:0 16px;font:inherit;font-weight:600;color:#fff;background:var(--key);
border:0;border-radius:8px;cursor:pointer}
:focus-visible{outline:3px solid var(--sms);outline-offset:2px}
`;
