using System.CommandLine;
using System.Text.Json;
using Sunqar.Formats.Payments;
using Sunqar.Server.Jobs;
using Sunqar.Storage.Keys;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar keys</c>: the institutions' API keys; works beside a running server, which looks at them again within a second.</summary>
internal static class KeysVerb
{
    public static Command Create()
    {
        var institution = new Argument<string>("INSTITUTION") { Description = "BIC or platform code, as its payments name it." };
        institution.Validators.Add(result =>
        {
            if (!PaymentLimits.Institution.Admits(result.GetValueOrDefault<string>())) result.AddError($"INSTITUTION: expected {PaymentLimits.Institution.Expected}.");
        });
        var create = new Command("create", "Make a key and print it, once, alone on one line. To rotate, make a new one, hand it over, then revoke the old one.") { institution };
        create.SetAction(parsed => Run(keys =>
        {
            Console.WriteLine(keys.Create(parsed.GetValue(institution)!));
            return Exit.Done;
        }));
        var list = new Command("list", "Every key ever made, as NDJSON: id, institution, created, revoked. The keys themselves are not kept.");
        list.SetAction(_ => Run(keys =>
        {
            foreach (var key in keys.List())
            {
                Console.WriteLine(JsonSerializer.Serialize(new { id = key.Id, institution = key.Institution, created = key.Created, revoked = key.Revoked }));
            }
            return Exit.Done;
        }));
        var id = new Argument<string>("ID") { Description = "The key's id, as list shows it; it is also the middle part of the key." };
        var revoke = new Command("revoke", "End a key; a running server refuses it within a second.") { id };
        revoke.SetAction(parsed => Run(keys =>
        {
            if (keys.Revoke(parsed.GetValue(id)!)) return Exit.Done;
            Console.Error.WriteLine("sunqar: there is no key of this id that is good; see sunqar keys list.");
            return Exit.Failed;
        }));
        return new Command("keys", "The institutions' API keys: create, list, revoke.") { create, list, revoke };
    }

    private static int Run(Func<BankKeyFile, int> act)
    {
        try
        {
            return act(new BankKeyFile(DataFiles.FromEnvironment().Path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }
}
