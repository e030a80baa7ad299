/** jsdom lays nothing out, and what has no height shows no rows: pretends a view of 480 px and rows of 37. */
export function pretendLayout(): void {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480);
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(37);
}
