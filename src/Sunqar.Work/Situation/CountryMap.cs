using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Sunqar.Work.Situation;

/// <summary>A place of the map, in degrees.</summary>
public sealed record MapPlace(string Name, double Latitude, double Longitude);

/// <summary>Where the country's cities are, out of <c>rulebooks/places</c>.</summary>
public sealed partial class CountryMap
{
    private CountryMap(IReadOnlyList<MapPlace> cities, IReadOnlyList<MapPlace> border) => (Cities, Border) = (cities, border);

    public static CountryMap Shipped { get; } = Parse(Text());

    public IReadOnlyList<MapPlace> Cities { get; }

    /// <summary>A sketch of the border, point by point, closed.</summary>
    public IReadOnlyList<MapPlace> Border { get; }

    /// <exception cref="FormatException">A line is none, with its number.</exception>
    public static CountryMap Parse(string text)
    {
        var (cities, border) = (new List<MapPlace>(), new List<MapPlace>());
        foreach (var (number, line) in text.Split('\n').Select(line => line.TrimEnd('\r')).Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
                continue;
            var match = Line().Match(line);
            if (!match.Success)
                throw new FormatException($"places, line {number + 1}: expected city \"NAME\" LATITUDE LONGITUDE, or border …");
            var place = new MapPlace(
                match.Groups["name"].Value,
                double.Parse(match.Groups["north"].Value, CultureInfo.InvariantCulture),
                double.Parse(match.Groups["east"].Value, CultureInfo.InvariantCulture)
            );
            (match.Groups["name"].Success ? cities : border).Add(place);
        }
        return new CountryMap(cities, border);
    }

    private static string Text()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("kazakhstan.places")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""^(?:city "(?<name>[^"]+)"|border) (?<north>-?\d+\.\d+) (?<east>-?\d+\.\d+)$""")]
    private static partial Regex Line();
}
