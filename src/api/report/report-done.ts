import { localTime } from '../../domain/local-time';
import { isShortCode, isVietnameseLandline, maskPhone } from '../../domain/phone';
import type { Protocol } from '../../domain/protocol';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import { html, type Html } from '../links/html';
import { lifeLine, type Language } from './report-form';
import { reportWords } from './report-words';

/** What somebody reads after sending: danger first, then the code, what happens next, and where to follow it. */
export function reportDone(
  ticket: StoredTicket,
  place: string,
  protocol: Protocol | undefined,
  language: Language,
): Html {
  const words = reportWords[language].done;
  const { intake, state, code } = ticket;
  const phone = intake.caller.phone ?? '';
  const getsSms = !isVietnameseLandline(phone) && !isShortCode(phone);
  const resolve = state.clocks.findLast(({ name }) => name === 'resolve');
  const isDangerous = intake.details.redFlagWords !== undefined || state.priority === 'P1';
  const category = protocol?.name[language] ?? intake.category;
  return html`${isDangerous ? lifeLine(words.alarm, reportWords[language].callNow) : null}
    <h1>${words.title}</h1>
    <div class="card">
      <p>${words.code}</p>
      <p class="big">${code}</p>
      <p>${words.about(category, place)}</p>
    </div>
    <div class="card">
      <h2>${words.next}</h2>
      <ol>
        <li>${getsSms ? words.sms(maskPhone(phone)) : words.ring(maskPhone(phone))}</li>
        <li>${state.triage ? words.team : words.sorted}</li>
        ${resolve ? html`<li>${words.by(localTime(new Date(resolve.dueAt), new Date()))}</li>` : null}
      </ol>
    </div>
    <a class="button" href="/t/${code}?lang=${language}">${words.follow}</a>
    <p>${words.worse}</p>
    <p><a href="/report?lang=${language}">${words.again}</a></p>`;
}
