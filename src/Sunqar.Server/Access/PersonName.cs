namespace Sunqar.Server.Access;

/// <summary>What people sign in with: a short name of their own choice, and a password.</summary>
internal static class PersonName
{
    public const int LengthMin = 3,
        LengthMax = 32,
        PasswordLengthMin = 12,
        PasswordLengthMax = 128;

    /// <summary>What stands in every list of passwords that are tried first; the rest of such lists is shorter than
    /// <see cref="PasswordLengthMin"/>.</summary>
    private static readonly string[] Common =
    [
        "password",
        "qwerty",
        "123456",
        "111111",
        "letmein",
        "welcome",
        "iloveyou",
        "administrator",
        "sunqar",
        "parol",
        "kazakhstan",
        "almaty",
        "astana",
    ];

    /// <summary>One spelling of a name.</summary>
    public static string Of(string typed) => typed.Trim().ToLowerInvariant();

    public static string? UnfitName(string name) =>
        name.Length is >= LengthMin and <= LengthMax && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '.' or '-')
            ? null
            : $"A name has {LengthMin} to {LengthMax} letters a to z, digits, dots and hyphens.";

    /// <summary>Length counts, not kinds of characters (NIST SP 800-63B, 5.1.1.2); what is made of the name or of a common password alone
    /// is refused.</summary>
    public static string? UnfitPassword(string password, string name)
    {
        if (password.Length is < PasswordLengthMin or > PasswordLengthMax)
            return $"A password has {PasswordLengthMin} to {PasswordLengthMax} characters; several words make a good one.";
        var bare = Common
            .Append(name)
            .Where(word => word.Length > 0)
            .Aggregate(password.ToLowerInvariant(), (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));
        return bare.Distinct().Count() < 5 ? "This password is too easy to guess; several words make a good one." : null;
    }
}
