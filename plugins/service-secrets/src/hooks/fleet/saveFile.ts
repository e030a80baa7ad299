import { ExportFile } from '../../api/FleetApi';

/** Hands a file to the browser's downloads. A plain link would ask without the user's token. */
export function saveFile({ name, content }: ExportFile): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Firefox reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
