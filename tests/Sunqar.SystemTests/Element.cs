using Microsoft.Playwright;
using static Sunqar.SystemTests.Browser;

namespace Sunqar.SystemTests;

/// <summary>An element of the page in a <see cref="Browser"/>, looked for anew each time that it is used.</summary>
internal sealed class Element(IPage page, ILocator locator)
{
    /// <summary>As it is seen.</summary>
    public string Text => Wait(locator.InnerTextAsync()).Trim();

    public string? Attribute(string name) => Wait(locator.GetAttributeAsync(name));

    /// <summary>Clicks, and waits for the page that this may lead to.</summary>
    public void Click()
    {
        Wait(locator.ClickAsync());
        Wait(page.WaitForLoadStateAsync(LoadState.Load));
    }

    /// <summary>Types over what stands in a field.</summary>
    public void Fill(string text) => Wait(locator.FillAsync(text));

    /// <summary>Chooses an option by its value.</summary>
    public void Select(string value) => Wait(locator.SelectOptionAsync(value));

    /// <summary>Presses a key, e.g. <c>Enter</c>.</summary>
    public void Press(string key) => Wait(locator.PressAsync(key));
}
