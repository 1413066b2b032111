// The entry of embed.html.
export {};
