using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A headless Chromium of its own for one test, with everything it complained about. What is looked for is waited for, half a
/// minute at most.</summary>
internal sealed class Browser : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const int PatienceMs = 30_000;

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;
    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Browser(int width = 1280, int height = 900)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"a browser is absent: {Chromium} (Debian's chromium)");
        _driver = Wait(Playwright.CreateAsync());
        // Debian's browser by its path: nothing is downloaded.
        _browser = Wait(
            _driver.Chromium.LaunchAsync(
                new()
                {
                    ExecutablePath = Chromium,
                    Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--hide-scrollbars"],
                }
            )
        );
        _page = Wait(
            _browser.NewPageAsync(
                new()
                {
                    ViewportSize = new() { Width = width, Height = height },
                }
            )
        );
        _page.SetDefaultTimeout(PatienceMs);
        _page.Console += (_, said) =>
        {
            if (said.Type is "warning" or "error")
                _complaints.Enqueue($"{said.Type}: {said.Location} {said.Text}");
        };
        _page.PageError += (_, error) => _complaints.Enqueue($"error: {error}");
    }

    public string Address => _page.Url;

    /// <summary>Goes there; where a form that was just sent is still on its way to its answer, once it has arrived.</summary>
    public void Open(string address)
    {
        for (var again = 3; ; again--)
        {
            try
            {
                Wait(_page.GotoAsync(address));
                return;
            }
            catch (PlaywrightException error)
                when (again > 0 && error.Message.Contains("interrupted by another navigation", StringComparison.Ordinal))
            {
                Wait(_page.WaitForLoadStateAsync());
            }
        }
    }

    /// <summary>The first element that matches.</summary>
    public Element Find(string css) => new(_page, _page.Locator(css).First);

    public int Count(string css) => Wait(_page.Locator(css).CountAsync());

    /// <summary>The body of a function in the page.</summary>
    /// <returns>Null, bool, long, string, or a dictionary of them.</returns>
    public object? Run(string script, params object[] arguments) =>
        Value(Wait(_page.EvaluateAsync<JsonElement?>($"args => (function() {{ {script} }}).apply(null, args)", arguments)) ?? default);

    /// <summary>A finger's click at a place inside an element, in pixels from its upper left corner.</summary>
    public void ClickAt(string css, int x, int y) =>
        Wait(
            _page
                .Locator(css)
                .First.ClickAsync(
                    new()
                    {
                        Position = new() { X = x, Y = y },
                    }
                )
        );

    /// <summary>Waits until something holds, and fails naming it when it never does.</summary>
    public void Await(string what, Func<bool> holds)
    {
        var until = DateTime.UtcNow.AddMilliseconds(PatienceMs);
        while (true)
        {
            try
            {
                if (holds())
                    return;
            }
            catch (PlaywrightException)
            {
                // It is being swapped: look again.
            }
            Assert.True(DateTime.UtcNow < until, $"never happened: {what}\nthe browser said: {string.Join('\n', Complaints())}");
            Thread.Sleep(30);
        }
    }

    /// <summary>Warnings and errors of the browser's console since the last call, violations of the content security policy among
    /// them.</summary>
    public IReadOnlyList<string> Complaints()
    {
        var said = new List<string>();
        while (_complaints.TryDequeue(out var one))
            said.Add(one);
        return said;
    }

    /// <summary>How wide the screen is, as on a phone, whatever the window.</summary>
    public void PretendWidth(int width, int height) =>
        Command(
            "Emulation.setDeviceMetricsOverride",
            new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = true,
            }
        );

    /// <summary>How the reader's machine is set: dark or light.</summary>
    public void PretendTheme(bool isDark) =>
        Wait(_page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light }));

    /// <summary>A key, or keys held together: <c>j</c>, <c>Control+k</c>.</summary>
    public void Press(string keys) => Wait(_page.Keyboard.PressAsync(keys));

    /// <summary>A cookie of an address, as its server would give it.</summary>
    public void Keep(Uri address, string name, string value) =>
        Wait(
            _page.Context.AddCookiesAsync([
                new()
                {
                    Url = address.ToString(),
                    Name = name,
                    Value = value,
                },
            ])
        );

    /// <summary>A device in the machine that holds passkeys and lets its user's finger pass.</summary>
    public void HasAuthenticator()
    {
        Command("WebAuthn.enable", []);
        Command(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    /// <summary>Keeps a picture where <c>SUNQAR_PICTURES</c> names a folder, for people to look at.</summary>
    public void Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("SUNQAR_PICTURES") is { Length: > 0 } folder)
            Wait(_page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") }));
    }

    public void Dispose()
    {
        Wait(_browser.CloseAsync());
        _driver.Dispose();
    }

    /// <summary>Tests of the console go step by step, as a person does.</summary>
    internal static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    internal static void Wait(Task task) => task.GetAwaiter().GetResult();

    private void Command(string method, Dictionary<string, object> arguments) => Wait(Session.SendAsync(method, arguments));

    // One session for the page's life: what it pretends ends with it.
    private ICDPSession Session => field ??= Wait(_page.Context.NewCDPSessionAsync(_page));

    private static object? Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => long.Parse(value.GetRawText(), CultureInfo.InvariantCulture),
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => value.EnumerateObject().ToDictionary(member => member.Name, member => Value(member.Value)!),
            _ => null,
        };
}
