namespace Sunqar.Formats.Iso8583;

/// <summary>What a message wants.</summary>
public enum MessageUse : byte
{
    /// <summary>May this payment be made?</summary>
    Request,

    /// <summary>This payment was made: it counts, and the reply only says that it was heard.</summary>
    Advice,

    /// <summary>This payment did not happen after all.</summary>
    Reversal,

    /// <summary>Are you there?</summary>
    Network,
}

/// <param name="Type">Four digits, <c>0200</c>.</param>
/// <param name="Reply">Type of the reply, <c>0210</c>.</param>
public sealed record MessageType(string Type, string Reply, MessageUse Use, string Name);

/// <summary>The message types that are taken. A repeat (last digit 1) is the same message again.</summary>
public static class MessageTypes
{
    /// <summary>An answer to something that has no type of its own: administrative advice.</summary>
    public const string Rejection = "0620";

    /// <summary>The whole table; docs/iso8583.md shows it, and a test holds the two equal.</summary>
    public static IReadOnlyList<MessageType> Table { get; } =
    [
        new("0100", "0110", MessageUse.Request, "authorization request"),
        new("0101", "0110", MessageUse.Request, "authorization request, repeated"),
        new("0120", "0130", MessageUse.Advice, "authorization advice"),
        new("0121", "0130", MessageUse.Advice, "authorization advice, repeated"),
        new("0200", "0210", MessageUse.Request, "financial transaction request"),
        new("0201", "0210", MessageUse.Request, "financial transaction request, repeated"),
        new("0220", "0230", MessageUse.Advice, "financial transaction advice"),
        new("0221", "0230", MessageUse.Advice, "financial transaction advice, repeated"),
        new("0400", "0410", MessageUse.Reversal, "reversal request"),
        new("0401", "0410", MessageUse.Reversal, "reversal request, repeated"),
        new("0420", "0430", MessageUse.Reversal, "reversal advice"),
        new("0421", "0430", MessageUse.Reversal, "reversal advice, repeated"),
        new("0800", "0810", MessageUse.Network, "network management request"),
        new("0801", "0810", MessageUse.Network, "network management request, repeated"),
    ];

    /// <summary>The type in the table; null when it is not taken.</summary>
    public static MessageType? Find(ReadOnlySpan<byte> type)
    {
        foreach (var row in Table)
        {
            if (Is(type, row.Type))
            {
                return row;
            }
        }
        return null;
    }

    /// <summary>
    /// Type of the answer to a message that is not taken: the request's own answer where the message asks something, a rejection where that
    /// cannot be told, and null for what is itself an answer, so that two machines never answer each other's answers.
    /// </summary>
    public static string? ReplyTo(ReadOnlySpan<byte> type)
    {
        if (Find(type) is { } known)
        {
            return known.Reply;
        }
        if (type.Length != 4 || type.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Rejection;
        }
        var function = type[2] - '0';
        return function % 2 == 1 || type[1] == (byte)'6' ? null : $"{(char)type[0]}{(char)type[1]}{function + 1}0";
    }

    private static bool Is(ReadOnlySpan<byte> type, string text)
    {
        if (type.Length != text.Length)
        {
            return false;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (type[i] != text[i])
            {
                return false;
            }
        }
        return true;
    }
}
