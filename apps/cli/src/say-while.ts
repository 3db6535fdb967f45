/** Says how far something is only while it matters: what is under way when a stop was told has nothing more to say. */
export function sayWhile(goesOn: () => boolean, say: (sentence: string) => void): (sentence: string) => void {
  return (sentence) => {
    if (goesOn()) say(sentence);
  };
}
