namespace Sunqar.Formats.Iso20022;

/// <summary>Bounds of a message. What exceeds one is refused; nothing is cut.</summary>
public static class Iso20022Limits
{
    /// <summary>Bytes of one message.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>How deep elements stand in each other; the deepest in the schemas is below twenty.</summary>
    public const int DepthMax = 32;

    /// <summary>Payments in one message.</summary>
    public const int PaymentsMax = 1_000;

    /// <summary>Characters of a text that is read in a payment message; the longest in use is Max140Text.</summary>
    public const int TextMax = 140;

    /// <summary>The same in a message of an authority: Max500Text.</summary>
    public const int AuthorityTextMax = 500;
}
