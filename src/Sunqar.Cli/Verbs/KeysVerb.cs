using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Formats.Payments;
using Sunqar.Server.Access;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar keys</c>: the institutions' API keys; works beside a running server, which looks at them again within a
/// second.</summary>
internal static class KeysVerb
{
    public static Command Create()
    {
        var institution = new Argument<string>("INSTITUTION") { Description = "BIC or platform code, as its payments name it." };
        institution.Validators.Add(result =>
        {
            if (!PaymentLimits.Institution.Admits(result.GetValueOrDefault<string>()))
                result.AddError($"INSTITUTION: expected {PaymentLimits.Institution.Expected}.");
        });
        var platform = new Option<bool>("--platform") { Description = "It is a platform that trades digital assets, not a bank." };
        var scope = new Option<string?>("--scope")
        {
            Description = "The one room of addresses that it opens, e.g. payments; all of its role's where not given.",
            HelpName = "ROOM",
        };
        scope.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } room && !AccessTable.RoomsOfKeys.Contains(room))
                result.AddError($"--scope: expected one of {string.Join(", ", AccessTable.RoomsOfKeys)}.");
        });
        var create = new Command("create", "Make a key and print it, once, alone on one line.") { institution, platform, scope };
        create.SetAction(parsed =>
            Run(keys =>
            {
                Console.WriteLine(
                    keys.Create(
                        parsed.GetValue(institution)!,
                        parsed.GetValue(platform) ? Role.Platform : Role.Bank,
                        parsed.GetValue(scope)
                    )
                );
                return Exit.Done;
            })
        );
        var list = new Command(
            "list",
            "Every key ever made, as NDJSON: id, institution, role, scope, created, revoked. The keys themselves are not kept."
        );
        list.SetAction(_ =>
            Run(keys =>
            {
                foreach (var key in keys.List())
                {
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                id = key.Id,
                                institution = key.Institution,
                                role = key.Role.ToString().ToLowerInvariant(),
                                scope = key.Scope,
                                created = key.Created,
                                revoked = key.Revoked,
                            }
                        )
                    );
                }
                return Exit.Done;
            })
        );
        var id = new Argument<string>("ID") { Description = "The key's id, as list shows it; it is also the middle part of the key." };
        var revoke = new Command("revoke", "End a key; a running server refuses it within a second.") { id };
        revoke.SetAction(parsed =>
            Run(keys =>
            {
                return keys.Revoke(parsed.GetValue(id)!) ? Exit.Done : NoSuchKey();
            })
        );
        var overlap = new Option<int>("--overlap")
        {
            Description = "Hours for which the old key stays good.",
            DefaultValueFactory = _ => 24,
        };
        overlap.Validators.Add(result => WholeNumber.Between(result, 0, 24 * 30, " hours"));
        var rotate = new Command(
            "rotate",
            "Make a key for the same institution, role and scope and print it; the old one ends after the overlap."
        )
        {
            id,
            overlap,
        };
        rotate.SetAction(parsed =>
            Run(keys =>
            {
                if (keys.Rotate(parsed.GetValue(id)!, TimeSpan.FromHours(parsed.GetValue(overlap))) is not { } key)
                    return NoSuchKey();
                Console.WriteLine(key);
                return Exit.Done;
            })
        );
        var seal = new Command(
            "seal",
            "Take over the keys that an older version kept in bank-keys.ndjson without a seal; look at that file first, for until then none of them opens anything."
        );
        seal.SetAction(_ =>
            Run(keys =>
            {
                Console.WriteLine($"{keys.SealOlder()} keys are sealed.");
                return Exit.Done;
            })
        );
        return new Command("keys", "The institutions' API keys: create, list, rotate, revoke, seal.")
        {
            create,
            list,
            rotate,
            revoke,
            seal,
        };
    }

    private static int NoSuchKey()
    {
        Console.Error.WriteLine("sunqar: there is no key of this id that is good; see sunqar keys list.");
        return Exit.Failed;
    }

    private static int Run(Func<InstitutionKeyFile, int> act)
    {
        try
        {
            var files = DataFiles.FromEnvironment();
            return act(DataFolder.KeysBeside(files.Path, files.RootKey, files.Keys));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }
}
