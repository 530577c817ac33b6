import { constantText } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Electron: what the renderer sends is a message, and the shell opens what it is given. */
export const electron: Framework = {
  name: 'Electron',
  roots: ['electron', '@electron/remote', 'BrowserWindow', 'ipcMain'],
  aliases: {
    'electron.remote': 'electron',
    '@electron/remote': 'electron',
    'electron/main': 'electron',
    'electron/renderer': 'electron',
    'electron/common': 'electron',
    BrowserWindow: 'electron.BrowserWindow',
    ipcMain: 'electron.ipcMain',
    'electron.BrowserWindow.{getFocusedWindow,fromWebContents,fromId}()': 'electron.BrowserWindow()',
    'electron.BrowserView()': 'electron.BrowserWindow()',
    'electron.WebContentsView()': 'electron.BrowserWindow()',
    'electron.BrowserWindow().webContents': 'electron.WebContents()',
  },
  sources: [
    { at: ['electron.Message()'], kind: 'message' },
    { at: ['electron.NavigationDetails().url', 'electron.NavigationUrl()'], kind: 'message' },
  ],
  sinks: [
    { at: ['electron.shell.{openExternal,openPath}'], kind: 'link', argument: 0 },
    { at: ['electron.{BrowserWindow,WebContents}().loadURL'], kind: 'link', argument: 0 },
    { at: ['electron.WebContents().executeJavaScript'], kind: 'code', argument: 0 },
  ],
  callbacks: [
    {
      at: ['electron.ipcMain.{on,once,handle,handleOnce}'],
      parameters: [undefined, 'electron.Message()', 'electron.Message()', 'electron.Message()'],
    },
    { at: ['electron.WebContents().setWindowOpenHandler'], parameters: ['electron.NavigationDetails()'] },
    {
      at: ['electron.WebContents().on'],
      parameters: [undefined, 'electron.NavigationUrl()'],
      when: (site) =>
        /^(?:will-navigate|new-window|will-redirect|will-frame-navigate)$/.test(
          constantText(site.arguments[0]) ?? '',
        ),
    },
  ],
};
