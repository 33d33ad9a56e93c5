using Sunqar.Core.Payments;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Xunit;

namespace Sunqar.Tests.Storage;

/// <summary>What a payment says around who pays whom: it belongs to the content that tells a repeat from a conflict, and payments without
/// it have the hash that they had.</summary>
public sealed class CircumstancesTests : IDisposable
{
    private const string Phone = "+77010000001";
    private readonly TempFolder _folder = new();

    private static readonly Payment Plain = new()
    {
        Id = "CASPKZKA-2026-000001",
        Kind = PaymentKind.CardTopUp,
        TimeUs = 1_768_451_400_000_000,
        Amount = new Money(61_200_000, Currency.Kzt),
        Institution = "CASPKZKA",
        Sender = new Party("800416100254", "KZ75125KZT1001300335"),
        Recipient = new Party("680503250034", null, "card-1"),
        Terminal = new Terminal("ATM-0001", "Almaty"),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_of_them_is_content()
    {
        using var folder = DataFolder.Open(_folder["data"], warn: text => throw new InvalidOperationException(text));
        var (sender, recipient, day) = (Plain.Sender!, Plain.Recipient!, new DateOnly(2026, 1, 1));
        Payment[] others =
        [
            Plain with
            {
                Category = "5411",
            },
            Plain with
            {
                Purpose = "5411",
            },
            Plain with
            {
                Ip = "192.0.2.1",
            },
            Plain with
            {
                Terminal = Plain.Terminal! with { Country = "KZ" },
            },
            Plain with
            {
                Sender = sender with { Country = "KZ" },
            },
            Plain with
            {
                Recipient = recipient with { Country = "KZ" },
            },
            Plain with
            {
                Sender = sender with { Phone = Phone },
            },
            Plain with
            {
                Recipient = recipient with { Phone = Phone },
            },
            Plain with
            {
                Sender = sender with { Registered = day },
            },
            Plain with
            {
                Sender = sender with { Opened = day },
            },
            Plain with
            {
                Recipient = recipient with { Registered = day },
            },
            Plain with
            {
                Recipient = recipient with { Opened = day },
            },
        ];
        var batch = new SealedBatch();
        folder.Sealer.Seal([Plain, .. others], batch);
        var sealedOnes = batch.Payments.ToArray();
        Assert.True(sealedOnes[0].Circumstances.IsNone);
        Assert.All(sealedOnes.Skip(1), payment => Assert.False(payment.Circumstances.IsNone));
        Assert.Distinct(sealedOnes.Select(payment => payment.ContentHash));
        // One telephone is one subject, whoever's it is.
        Assert.Equal(sealedOnes[7].Circumstances.SenderPhone, sealedOnes[8].Circumstances.RecipientPhone);
    }
}
