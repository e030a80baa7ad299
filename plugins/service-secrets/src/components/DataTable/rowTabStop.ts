import { createContext, useContext } from 'react';

/** Whether a row is the one the Tab key stops at. */
export const RowTabStopContext = createContext(true);

/**
 * The `tabIndex` of something to press in a row. Only the row the keyboard has
 * come to lets the Tab key in: a table of a thousand rows is one stop, not two thousand.
 */
export function useTabIndexInRow(): 0 | -1 {
  return useContext(RowTabStopContext) ? 0 : -1;
}
