using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A headless Chromium of its own for one test, with everything it complained about.</summary>
internal sealed class Browser : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    private readonly TemporaryFolder _profile = new();
    private readonly ChromeDriver _driver;

    public Browser(int width = 1280, int height = 900)
    {
        Assert.SkipUnless(
            File.Exists(Chromium) && File.Exists(Driver),
            $"a browser is absent: {Chromium} and {Driver} (Debian's chromium and chromium-driver)"
        );
        var options = new ChromeOptions { BinaryLocation = Chromium };
        options.AddArguments(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            $"--user-data-dir={_profile.Path}",
            string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}")
        );
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        // The path is given, so that nothing is looked for elsewhere, let alone downloaded.
        var service = ChromeDriverService.CreateDefaultService(Driver);
        service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(service, options, TimeSpan.FromMinutes(2));
    }

    public void Open(string address) => _driver.Navigate().GoToUrl(address);

    public IWebElement Find(string css) => _driver.FindElement(By.CssSelector(css));

    public int Count(string css) => _driver.FindElements(By.CssSelector(css)).Count;

    public string Address => _driver.Url;

    public object? Run(string script, params object[] arguments) => _driver.ExecuteScript(script, arguments);

    /// <summary>A finger's click at a place inside an element, in pixels from its upper left corner.</summary>
    public void ClickAt(string css, int x, int y)
    {
        var corner =
            (IReadOnlyDictionary<string, object>)
                Run(
                    "const e = arguments[0]; e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return { x: Math.round(r.left), y: Math.round(r.top) }",
                    Find(css)
                )!;
        new OpenQA.Selenium.Interactions.Actions(_driver)
            .MoveToLocation((int)(long)corner["x"] + x, (int)(long)corner["y"] + y)
            .Click()
            .Perform();
    }

    /// <summary>Waits until something holds, and fails naming it when it never does.</summary>
    public void Await(string what, Func<bool> holds)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            try
            {
                if (holds())
                {
                    return;
                }
            }
            catch (Exception error) when (error is NoSuchElementException or StaleElementReferenceException)
            {
                // It is being swapped: look again.
            }
            Assert.True(DateTime.UtcNow < until, $"never happened: {what}\nthe browser said: {string.Join('\n', Complaints())}");
            Thread.Sleep(30);
        }
    }

    /// <summary>Warnings and errors of the browser's console since the last call, violations of the content security policy among
    /// them.</summary>
    public IReadOnlyList<string> Complaints() =>
        [
            .. _driver
                .Manage()
                .Logs.GetLog(LogType.Browser)
                .Where(entry => entry.Level >= LogLevel.Warning)
                .Select(entry => $"{entry.Level}: {entry.Message}"),
        ];

    /// <summary>How wide the screen is, as on a phone, whatever the window.</summary>
    public void PretendWidth(int width, int height) =>
        _driver.ExecuteCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            new Dictionary<string, object?>
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = true,
            }
        );

    /// <summary>A device in the machine that holds passkeys and lets its user's finger pass.</summary>
    public void HasAuthenticator()
    {
        _driver.ExecuteCdpCommand("WebAuthn.enable", []);
        _driver.ExecuteCdpCommand(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object?>
            {
                ["options"] = new Dictionary<string, object?>
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
        {
            _driver.GetScreenshot().SaveAsFile(Path.Combine(folder, name + ".png"));
        }
    }

    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        _profile.Dispose();
    }
}
