/** The outline alone, from the layout. */
export default function Page() {
  return null;
}
