/** What an operator silences for a while: every given value must be that of the alarm. */
export interface NewSilence {
  readonly match: {
    /** `{vendor}/{device}`. */
    readonly device?: string;
    readonly vendor?: string;
    readonly typeId?: string;
    readonly category?: string;
    /** A cell of any grid system: everything inside it. */
    readonly grid?: string;
  };
  /** Event times of alarms that raise nothing, epoch ms; `until` is the first that does again. */
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

export interface Silence extends NewSilence {
  readonly silenceId: string;
}
