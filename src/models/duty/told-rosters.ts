/** Which roster each team's watch over duty was last told of, so that a process that starts need not tell it again. */
export interface ToldRosters {
  /** Team → mark of its roster. */
  all(): Promise<ReadonlyMap<string, string>>;
  remember(teamId: string, mark: string): Promise<void>;
}
