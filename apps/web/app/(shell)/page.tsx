export default function Page() {
  return <h1>Bowline</h1>;
}
