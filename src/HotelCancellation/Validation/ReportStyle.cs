namespace HotelCancellation.Validation;

/// <summary>How the report looks. Texts have a contrast of at least 4.5 to their ground, light and dark.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --ground: #ffffff; --card: #f5f6f8; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --bar: #2f6fb3;
          --passed: #1a6b35; --passed-ground: #dff3e4; --warned: #7a4f00; --warned-ground: #fdf0cd; --failed: #a31621; --failed-ground: #fde3e3; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171b; --card: #1d2126; --text: #e8eaed; --soft: #a4adb7; --line: #363c44; --bar: #6ea8e6;
          --passed: #8fdca5; --passed-ground: #16301f; --warned: #f3cf7a; --warned-ground: #37290b; --failed: #ffa8a8; --failed-ground: #3d1618; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.5rem clamp(1rem, 4vw, 3rem); background: var(--ground); color: var(--text); font: 0.95rem/1.5 system-ui, sans-serif; }
        header, main { max-width: 80rem; margin: 0 auto; }
        h1 { margin: 0 0 0.5rem; font-size: 1.6rem; overflow-wrap: anywhere; }
        h2 { margin: 2.2rem 0 0.6rem; font-size: 1.2rem; }
        h3 { margin: 0; font-size: 1rem; }
        p { margin: 0.3rem 0; }
        .stop { color: var(--failed); font-weight: 600; }
        .badge { display: inline-block; padding: 0 0.55rem; border-radius: 1rem; font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
        .passed { color: var(--passed); background: var(--passed-ground); }
        .warned { color: var(--warned); background: var(--warned-ground); }
        .failed { color: var(--failed); background: var(--failed-ground); }
        .counts { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0; }
        .counts div { padding: 0.6rem 1.2rem; border-radius: 0.5rem; background: var(--card); }
        dt, small, .axis, article p { color: var(--soft); }
        dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        .scroll { position: relative; overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: 0.4rem 0.7rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        th[scope=row] { font-weight: 600; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .nowrap { white-space: nowrap; }
        code { overflow-wrap: anywhere; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
        article { padding: 0.9rem 1rem; border-radius: 0.5rem; background: var(--card); min-width: 0; }
        article th { overflow-wrap: anywhere; }
        article p { font-size: 0.85rem; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; margin-top: 0.5rem; border-bottom: 1px solid var(--line); fill: var(--bar); }
        .axis { display: flex; justify-content: space-between; gap: 1rem; }
        summary { cursor: pointer; font-size: 0.85rem; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

        """;
}
