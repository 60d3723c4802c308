import { XMLParser } from 'fast-xml-parser';

/** The verbs of TwiML that the engine speaks, as a list to be walked. */
export type Verb =
  | { readonly verb: 'say'; readonly text: string }
  | { readonly verb: 'pause'; readonly seconds: number }
  | { readonly verb: 'redirect'; readonly url: string }
  | { readonly verb: 'hangup' }
  | {
      readonly verb: 'record';
      readonly action: string | null;
    }
  | {
      readonly verb: 'dial';
      readonly action: string | null;
      readonly timeoutSeconds: number;
      readonly to: string;
      /** What the dialled person hears before the two are joined. */
      readonly url: string | null;
    }
  | {
      readonly verb: 'gather';
      readonly action: string | null;
      readonly digits: number;
      readonly timeoutSeconds: number;
      readonly prompts: readonly Verb[];
    };

type XmlNode = Readonly<Record<string, unknown>> & { readonly ':@'?: Readonly<Record<string, string>> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
});

/** Reads a TwiML document. Throws, naming the verb, for anything this walker does not know. */
export function parseTwiml(xml: string): readonly Verb[] {
  const root = (parser.parse(xml, true) as XmlNode[]).find((node) => 'Response' in node);
  if (!root) throw new Error('the answer is not TwiML: it has no <Response>');
  return verbsOf(root.Response as XmlNode[]);
}

/** The messages that an answer to an incoming SMS sends back. Throws for anything else in it. */
export function repliesIn(xml: string): readonly string[] {
  const root = (parser.parse(xml, true) as XmlNode[]).find((node) => 'Response' in node);
  if (!root) throw new Error('the answer is not TwiML: it has no <Response>');
  return (root.Response as XmlNode[]).map((node) => {
    if (!('Message' in node)) throw new Error('the answer to an SMS may hold only <Message>');
    return textOf(node.Message as XmlNode[]);
  });
}

const verbsOf = (nodes: readonly XmlNode[]): readonly Verb[] => nodes.map(verbOf);

function verbOf(node: XmlNode): Verb {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const attributes = node[':@'] ?? {};
  const children = (node[name] ?? []) as readonly XmlNode[];
  switch (name) {
    case 'Say':
      return { verb: 'say', text: textOf(children) };
    case 'Pause':
      return { verb: 'pause', seconds: Number(attributes.length ?? 1) };
    case 'Redirect':
      return { verb: 'redirect', url: textOf(children) };
    case 'Hangup':
    case 'Reject':
      return { verb: 'hangup' };
    case 'Record':
      return { verb: 'record', action: attributes.action ?? null };
    case 'Dial': {
      const number = children.find((child) => 'Number' in child);
      return {
        verb: 'dial',
        action: attributes.action ?? null,
        timeoutSeconds: Number(attributes.timeout ?? 30),
        to: number ? textOf(number.Number as XmlNode[]) : textOf(children),
        url: number?.[':@']?.url ?? null,
      };
    }
    case 'Gather':
      return {
        verb: 'gather',
        action: attributes.action ?? null,
        digits: Number(attributes.numDigits ?? 1),
        timeoutSeconds: Number(attributes.timeout ?? 5),
        prompts: verbsOf(children),
      };
    default:
      throw new Error(`the simulator does not know the TwiML verb <${name}>`);
  }
}

const textOf = (children: readonly XmlNode[]): string =>
  children
    .map((child) => {
      const text = child['#text'];
      return typeof text === 'string' ? text : '';
    })
    .join('')
    .trim();
