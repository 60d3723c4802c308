export interface StreamEvent {
  readonly id: string | null;
  readonly name: string;
  readonly data: string;
}

/** Takes text as it comes, in any pieces, and tells each whole event (WHATWG HTML, 9.2.6). */
export function createParser(tell: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let id: string | null = null;
  let name = 'message';
  let data: string[] = [];
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) tell({ id, name, data: data.join('\n') });
        [id, name, data] = [null, 'message', []];
        continue;
      }
      const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
      if (field === 'id') id = value;
      else if (field === 'event') name = value;
      else if (field === 'data') data.push(value);
    }
  };
}
