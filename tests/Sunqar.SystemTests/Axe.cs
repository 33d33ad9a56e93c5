using Sunqar.Tests;

namespace Sunqar.SystemTests;

/// <summary>axe-core (npm, for tests alone) over the page that a browser shows: what keeps people from using it.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() =>
        File.ReadAllText(Path.Combine(NodePackages.Folder("axe"), "node_modules", "axe-core", "axe.min.js"))
    );

    /// <summary>What is serious or critical: the rule, and where on the page; empty where nothing is.</summary>
    public static IReadOnlyList<string> Offences(Browser browser)
    {
        browser.Run("if (!window.axe) { " + Source.Value + " } return null");
        var found = (string)
            browser.Run(
                """
                return axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations
                    .filter(one => one.impact === 'serious' || one.impact === 'critical')
                    .map(one => one.id + ': ' + one.nodes.slice(0, 3)
                        .map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join('; '))
                    .join('\\n'));
                """
            )!;
        return found.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
