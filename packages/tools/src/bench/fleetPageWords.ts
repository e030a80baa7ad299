/** With commas. */
export const count = (value: number) => Math.round(value).toLocaleString('en');

/** Whole ones. */
export const megabytes = (bytes: number) => `${count(bytes / 2 ** 20)} MB`;

/** To a tenth. */
export const seconds = (value: number) => `${value.toFixed(1)} s`;

/** Whole ones. */
export const milliseconds = (value: number) => `${count(value)} ms`;

/** Of all kinds. */
export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, number) => total + number, 0);
}
