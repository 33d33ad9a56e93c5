using Sunqar.Core.Payments;

namespace Sunqar.Formats.Iso8583;

/// <param name="Code">First two digits of field 3.</param>
/// <param name="Kind">The kind unless the message is of another's case.</param>
/// <param name="Otherwise">The kind where the message names the cards of <paramref name="Cards"/>; null where there is one kind.</param>
public sealed record ProcessingCode(string Code, string Name, PaymentKind Kind, CardSide Card, PaymentKind? Otherwise, CardsNamed Cards)
{
    /// <summary>The case of <see cref="Otherwise"/> in words; empty where there is one kind.</summary>
    public string Case =>
        Cards switch
        {
            CardsNamed.Any => "",
            CardsNamed.Both => "where both sides are cards",
            CardsNamed.NoRecipient => "where no card is credited, only an account",
            _ => throw new InvalidOperationException("A case that has no words."),
        };

    /// <summary>What a message is that names these cards.</summary>
    public PaymentKind Of(bool hasSenderCard, bool hasRecipientCard) =>
        Cards switch
        {
            CardsNamed.Both when hasSenderCard && hasRecipientCard => Otherwise!.Value,
            CardsNamed.NoRecipient when !hasRecipientCard => Otherwise!.Value,
            _ => Kind,
        };
}

/// <summary>What the first two digits of field 3 (transaction type) make of a payment. The account types behind them are not looked
/// at.</summary>
public static class ProcessingCodes
{
    /// <summary>The whole table, by code, as <see cref="PaymentKindRow.Iso8583"/> declares it; docs/iso8583.md shows it, and a test holds
    /// the two equal.</summary>
    public static IReadOnlyList<ProcessingCode> Table { get; } =
    [
        .. PaymentKinds
            .Table.SelectMany(row => row.Iso8583.Select(type => (Type: type, row.Kind)))
            .GroupBy(asked => asked.Type.Code)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same =>
            {
                var (type, kind) = same.Single(asked => asked.Type.Cards == CardsNamed.Any);
                var (other, otherwise) = same.SingleOrDefault(asked => asked.Type.Cards != CardsNamed.Any);
                return new ProcessingCode(
                    type.Code,
                    type.Name,
                    kind,
                    type.Card,
                    other is null ? null : otherwise,
                    other?.Cards ?? CardsNamed.Any
                );
            }),
    ];

    /// <summary>The row of a processing code; null when it is not taken.</summary>
    public static ProcessingCode? Find(ReadOnlySpan<byte> field3)
    {
        foreach (var row in Table)
        {
            if (field3.Length == 6 && field3[0] == row.Code[0] && field3[1] == row.Code[1])
            {
                return row;
            }
        }
        return null;
    }
}
