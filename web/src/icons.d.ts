// The module that build/icons.ts makes: path data by the page's name of a symbol (viewBox 0 -960 960 960).
declare module 'virtual:icons' {
  export const paths: Readonly<Record<string, string>>;
}
