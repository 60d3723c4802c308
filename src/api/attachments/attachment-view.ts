import { z } from 'zod';
import { pictureTypes } from '../../domain/picture';
import type { Attachment } from '../../models/attachments/attachment-store';

export const attachmentView = z
  .object({
    id: z.string(),
    type: z.enum(pictureTypes),
    bytes: z.number().int(),
    addedAt: z.string(),
    addedBy: z.string().describe('The user'),
  })
  .meta({ id: 'Attachment' });

export const toAttachmentView = ({
  id,
  type,
  bytes,
  addedAt,
  addedBy,
}: Attachment): z.input<typeof attachmentView> => ({
  ...{ id, type, bytes, addedBy },
  addedAt: addedAt.toISOString(),
});
