using System.CommandLine;
using System.Text;
using Sunqar.Core.Payments;

namespace Sunqar.Cli.Verbs;

/// <summary><c>--currency</c>: what the amounts of transfers are that state no currency; without it they are of one unknown
/// currency.</summary>
internal static class CurrencyOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--currency")
        {
            Description =
                "The currency of transfers that state none (ISO 4217, such as KZT; or USDT, BTC); else it is one unknown currency.",
            HelpName = "CODE",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Of(token.Value) == Currency.Unstated)
                result.AddError($"--currency: '{token.Value}' is no currency; expected a code of ISO 4217 such as KZT, or USDT, BTC");
        });
        return option;
    }

    /// <summary>The currency of a code that the option accepted; unstated where it was not given.</summary>
    public static Currency Of(string? code) =>
        code is not null && Currencies.TryRead(Encoding.UTF8.GetBytes(code), out var currency) ? currency : Currency.Unstated;
}
