/** One thing to put right before a folder can be imported. */
export interface RowProblem {
  readonly file: string;
  /** Line in the file as an editor counts it; 1 is the header. */
  readonly line: number;
  /** Empty when the whole row or file is meant. */
  readonly column: string;
  /** What it must be, to follow the words "must be". */
  readonly mustBe: string;
  /** What stands there now; never a name or a phone. */
  readonly found?: string;
}

/** A name or phone in a report would outlive the report's purpose, so only other columns are quoted. */
export const quoted = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
