import { z } from 'zod';
import { BrokenPicture, pictureTypes, withoutMetadata, type Picture } from '../../domain/picture';
import type { AttachmentStore } from '../../models/attachments/attachment-store';
import { Refused } from '../http/problem';
import { ReplyWith, route, streamed, type Route } from '../http/route';
import { idText, nothing, ticketRef } from '../http/schemas';
import { findReadable, logView, mustBeAllowed, type FindTicketDependencies } from '../tickets/find-ticket';
import { attachmentView, toAttachmentView } from './attachment-view';

export interface AttachmentRouteDependencies extends FindTicketDependencies {
  readonly attachments: AttachmentStore;
}

const mostBytes = 5 * 1024 * 1024;
const mostPictures = 10;
const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

const ticketParams = z.object({ id: ticketRef });
const params = z.object({ id: ticketRef, attachmentId: idText });

/** Pictures of a ticket: screenshots of what was posted. Only pictures, known by their bytes. */
export function attachmentRoutes(deps: AttachmentRouteDependencies): Route[] {
  return [
    route({
      operationId: 'addAttachment',
      method: 'post',
      path: '/tickets/:id/attachments',
      tag: 'Tickets',
      permission: ['Ticket', 'note'],
      summary: 'Keep a picture with a ticket',
      description:
        'The body is the picture itself (JPEG, PNG or WebP, at most 5 MB, ten a ticket), judged by its bytes. What a camera adds (place, time, owner) is removed; the way up stays. Kept encrypted for a year. The same picture sent again is the same attachment.',
      status: 201,
      problems: ['ticket-not-found', 'impossible'],
      params: ticketParams,
      rawBody: { types: pictureTypes, maxBytes: mostBytes },
      response: attachmentView,
      handle: async ({ params: { id }, bytes, user, rights }) => {
        const ticket = await findReadable(deps.tickets, id, rights);
        mustBeAllowed(rights, 'note', ticket);
        const picture = pictureOf(bytes);
        const attachment = await deps.attachments.add(
          { ticketId: ticket.id, type: picture.type, content: picture.bytes, addedBy: user.id },
          mostPictures,
        );
        if (attachment === null) {
          throw new Refused('impossible', `A ticket may have ${String(mostPictures)} pictures at most.`);
        }
        return new ReplyWith(toAttachmentView(attachment), {
          headers: { Location: `/api/v1/tickets/${ticket.id}/attachments/${attachment.id}` },
        });
      },
    }),
    route({
      operationId: 'getAttachment',
      method: 'get',
      path: '/tickets/:id/attachments/:attachmentId',
      tag: 'Tickets',
      permission: ['Ticket', 'read'],
      summary: 'A picture of a ticket',
      description: 'For whoever sees the ticket unredacted. Every view by a person is recorded.',
      status: 200,
      problems: ['ticket-not-found', 'not-found'],
      params,
      contentType: 'image/*',
      response: z.string().describe('The picture itself'),
      handle: async (asking) => {
        const { id, attachmentId } = asking.params;
        const ticket = await findReadable(deps.tickets, id, asking.rights);
        mustBeAllowed(asking.rights, 'readPersonal', ticket);
        const found = await deps.attachments.read(ticket.id, attachmentId);
        if (!found) throw noSuchPicture();
        await logView(deps.accessLog, asking, ticket, 'ticketAttachment');
        const { type } = found.attachment;
        asking.exchange.response
          .status(200)
          .set({
            'Cache-Control': 'no-store',
            'X-Content-Type-Options': 'nosniff',
            // Shown inside a page by an <img>; opened alone it is saved, never run.
            'Content-Disposition': `attachment; filename="${ticket.code}-${attachmentId}.${endings[type]}"`,
          })
          .type(type)
          .send(Buffer.from(found.content));
        return streamed;
      },
    }),
    route({
      operationId: 'removeAttachment',
      method: 'delete',
      path: '/tickets/:id/attachments/:attachmentId',
      tag: 'Tickets',
      permission: ['Ticket', 'verify'],
      summary: 'Delete a picture for good',
      description: 'For the desk, when a picture shows more than the ticket needs. Recorded.',
      status: 204,
      problems: ['ticket-not-found', 'not-found'],
      params,
      response: nothing,
      handle: async (asking) => {
        const { id, attachmentId } = asking.params;
        const ticket = await findReadable(deps.tickets, id, asking.rights);
        mustBeAllowed(asking.rights, 'verify', ticket);
        await logView(deps.accessLog, asking, ticket, 'ticketAttachmentRemoved');
        if (!(await deps.attachments.remove(ticket.id, attachmentId))) throw noSuchPicture();
        return null;
      },
    }),
  ];
}

const noSuchPicture = (): Refused => new Refused('not-found', 'This ticket has no picture with this id.');

/** @throws Refused when the bytes are no picture that may be kept */
function pictureOf(bytes: Uint8Array): Picture {
  try {
    const picture = withoutMetadata(bytes);
    if (picture) return picture;
  } catch (error) {
    if (!(error instanceof BrokenPicture)) throw error;
    throw new Refused('impossible', 'The picture is cut off or broken. Send it again, or as a screenshot.');
  }
  throw new Refused('unsupported-media-type', 'The bytes must be a JPEG, PNG or WebP picture.');
}
