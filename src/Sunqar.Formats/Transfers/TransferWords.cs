using System.Text;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Transfers;

/// <summary>The words of the native table for kinds of transfers.</summary>
internal static class TransferWords
{
    private static readonly (byte[] Word, TransferKind Kind)[] Kinds =
    [
        .. TransferKinds.All.Select(kind => (Encoding.ASCII.GetBytes(kind.Name()), kind)),
    ];

    public static TransferKind Kind(ReadOnlySpan<byte> text)
    {
        foreach (var known in Kinds)
        {
            if (text.SequenceEqual(known.Word))
            {
                return known.Kind;
            }
        }
        return TransferKind.Unknown;
    }
}
