namespace Sunqar.Core.Payments;

/// <summary>What a payment does. The wire names are snake_case (<c>card_top_up</c>), see <see cref="PaymentKinds"/>.</summary>
public enum PaymentKind : byte
{
    CardTopUp = 1,
    CardTransfer = 2,
    AccountTransfer = 3,
    CashWithdrawal = 4,
    CashDeposit = 5,
    MerchantPayment = 6,
    CryptoBuy = 7,
    CryptoSell = 8,
    CryptoWithdrawal = 9,
    CryptoDeposit = 10,
}

/// <summary>The kinds by their wire names.</summary>
public static class PaymentKinds
{
    private static readonly string[] Names =
    [
        "",
        "card_top_up",
        "card_transfer",
        "account_transfer",
        "cash_withdrawal",
        "cash_deposit",
        "merchant_payment",
        "crypto_buy",
        "crypto_sell",
        "crypto_withdrawal",
        "crypto_deposit",
    ];

    public static IReadOnlyList<string> All { get; } = Names[1..];

    public static string Name(this PaymentKind kind) => Names[(int)kind];

    public static bool TryParse(ReadOnlySpan<char> name, out PaymentKind kind)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                kind = (PaymentKind)i;
                return true;
            }
        }
        kind = default;
        return false;
    }
}
