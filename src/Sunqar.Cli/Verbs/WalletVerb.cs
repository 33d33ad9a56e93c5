using System.Buffers.Text;
using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar wallet</c>: stands in for a bank's app, and for the bank behind it, where a customer confirms
/// (docs/confirmation.md).</summary>
internal static class WalletVerb
{
    public static Command Create() =>
        new("wallet", "Stand in for a bank's app: make a telephone's key, enrol it, see what waits, confirm or refuse.")
        {
            CreateOne(),
            Sign(),
            WalletOnline.Enrol(),
            WalletOnline.Waiting(),
            WalletOnline.Decide("confirm", "Ask for a challenge of a payment that waits, show it, and confirm it by the key.", true),
            WalletOnline.Decide("refuse", "Ask for a challenge of a payment that waits, show it, and say no.", false),
        };

    private static Command CreateOne()
    {
        var path = FileArgument();
        var iin = new Option<string>("--iin") { Description = "Whose telephone it is.", Required = true };
        var device = new Option<string>("--device") { Description = "The telephone, as payments name it.", Required = true };
        var command = new Command("create", "Make the key of a telephone; prints its public key as a bank enrols it.")
        {
            path,
            iin,
            device,
        };
        command.SetAction(parsed =>
        {
            if (!Iin.TryParse(parsed.GetValue(iin), out var whose, out var fault))
                return Wrong($"--iin: {fault}; expected a valid IIN");
            var name = parsed.GetValue(device)!;
            if (name.Length is 0 or > 128 || name.Any(c => c is <= ' ' or > '~'))
                return Wrong("--device: expected 1 to 128 visible ASCII characters");
            var wallet = WalletFile.Create(whose.ToString(), name);
            try
            {
                wallet.Write(parsed.GetValue(path)!);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Wrong(error.Message);
            }
            Console.WriteLine(JsonSerializer.Serialize(new { device = name, key = wallet.PublicKey() }));
            return Exit.Done;
        });
        return command;
    }

    private static Command Sign()
    {
        var path = FileArgument();
        var bytes = new Option<string>("--challenge")
        {
            Description = "The challenge's bytes in base64url, as the house gave them out.",
            Required = true,
        };
        var command = new Command("sign", "Answer a challenge without a network; prints what the bank sends on.") { path, bytes };
        command.SetAction(parsed =>
        {
            var (wallet, why) = WalletFile.Read(parsed.GetValue(path)!);
            if (wallet is null)
                return Wrong(why);
            var text = parsed.GetValue(bytes)!;
            if (!Base64Url.IsValid(text) || ConfirmationChallenge.Read(Base64Url.DecodeFromChars(text)) is not { } challenge)
                return Wrong("--challenge: expected the bytes of a challenge (docs/confirmation.md)");
            Console.Error.WriteLine(Shown(challenge));
            Console.WriteLine(wallet.Answer(challenge));
            return Exit.Done;
        });
        return command;
    }

    internal static Argument<string> FileArgument() => new("WALLET") { Description = "The telephone's file, readable by its owner alone." };

    /// <summary>What a person is shown before the key signs.</summary>
    internal static string Shown(ConfirmationChallenge challenge) =>
        $"{new Money(challenge.AmountMinor, challenge.Currency)} by payment {challenge.PaymentId} of {challenge.Institution}, to {(challenge.Recipient.Length > 0 ? challenge.Recipient : "nobody named")}";

    internal static int Wrong(string why)
    {
        Console.Error.WriteLine("sunqar: " + why);
        return Exit.WrongUsage;
    }
}
