using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sunqar.Formats.Forms;

/// <summary>What a field's text may be.</summary>
/// <param name="Name">As layouts name it.</param>
/// <param name="Expected">In words.</param>
/// <param name="Max">Characters at most where the layout says nothing else.</param>
internal sealed record FieldKind(string Name, string Expected, int Max, Func<string, bool> Fits);

/// <summary>The kinds of fields that forms have.</summary>
internal static partial class FieldKinds
{
    private static readonly Dictionary<string, FieldKind> ByName = new FieldKind[]
    {
        new("group", "elements inside and no text", 0, text => text.Length == 0),
        new("text", "a text", 4000, text => !string.IsNullOrWhiteSpace(text)),
        new("digits", "digits", 18, AllDigits),
        new("nonzero", "digits, not all of them 0", 18, text => AllDigits(text) && text.Any(c => c != '0')),
        new("upper", "letters A to Z and digits", 32, text => text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))),
        new("money", "up to 20 digits, a point and two digits", 23, text => Money().IsMatch(text)),
        new("day", "a day, dd.mm.yyyy", 10, text => Is(text, "dd.MM.yyyy")),
        new("moment", "a day and time, dd.mm.yyyy hh:mm:ss", 19, text => Is(text, "dd.MM.yyyy HH:mm:ss")),
        new("isomoment", "a day and time, yyyy-mm-ddThh:mm:ss, not before 1800", 19, text => Is(text, "yyyy-MM-dd'T'HH:mm:ss")),
        new("guid", "a GUID of 36 characters in capitals", 36, text => Guid().IsMatch(text)),
        new("anyguid", "a GUID of 36 characters, or of 32 without hyphens", 36, text => AnyGuid().IsMatch(text)),
        new("bool", "True or False", 5, text => text is "True" or "False"),
        new("country", "two capital letters of a country", 2, text => text.Length == 2 && text.All(char.IsAsciiLetterUpper)),
        new("phone", "code/number/extension, several parted by commas", 300, text => Phone().IsMatch(text)),
        new("base64", "base64", 48_000, text => text.Length > 0 && Base64.IsValid(text)),
        new("decimal", "digits, with a point and at most two digits behind it", 22, text => Amount().IsMatch(text)),
    }.ToDictionary(kind => kind.Name);

    public static FieldKind? Find(string name) => ByName.GetValueOrDefault(name);

    public static bool AllDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool Is(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year >= 1800;

    [GeneratedRegex(@"^[0-9]{1,20}\.[0-9]{2}\z")]
    private static partial Regex Money();

    [GeneratedRegex(@"^[0-9]{1,18}(\.[0-9]{1,2})?\z")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\z")]
    private static partial Regex Guid();

    [GeneratedRegex(@"^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\z")]
    private static partial Regex AnyGuid();

    [GeneratedRegex(@"^\+?[0-9]{1,8}/[0-9]{1,12}(/[0-9]{0,8})?(, ?\+?[0-9]{1,8}/[0-9]{1,12}(/[0-9]{0,8})?)*\z")]
    private static partial Regex Phone();
}
