import './look/app.css';
import './look/print.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { Unstarted } from './app/unstarted.js';
import { keepOffline } from './offline/keep-offline.js';
import { preloadScreen } from './app/router.js';
import { openSession } from './app/session.js';
import { askForLetters } from './look/own-letters.js';
import { loadWords } from './words/words.js';

const root = createRoot(document.getElementById('app')!);
const writeInOwn = askForLetters();

async function start(): Promise<void> {
  try {
    const words = loadWords();
    const session = openSession();
    preloadScreen();
    await session.finally(() => words);
    writeInOwn();
    root.render(<App />);
  } catch {
    root.render(<Unstarted retry={() => void start()} />);
  }
}

void start();
keepOffline();
