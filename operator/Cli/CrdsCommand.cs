using System.CommandLine;
using TelegramParser.Operator.CustomResources;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator crds</c>: the CustomResourceDefinitions, made from the types of <c>contracts/Resources</c>.</summary>
internal static class CrdsCommand
{
    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var output = new Option<string?>("--output") { Description = "Folder to write a file a definition to; printed if not given.", HelpName = "folder" };
        var command = new Command("crds", "Write the CustomResourceDefinitions: operator crds | kubectl apply --server-side -f -") { output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var definitions = CustomResourceDefinitions.All();
            if (result.GetValue(output) is { } folder)
            {
                Directory.CreateDirectory(folder);
                foreach (var definition in definitions)
                    await File.WriteAllTextAsync(Path.Combine(folder, definition.FileName), definition.ToYaml(), cancellationToken);
                return;
            }
            var documents = string.Join("---\n", definitions.Select(definition => definition.ToYaml()));
            await result.InvocationConfiguration.Output.WriteAsync(documents.AsMemory(), cancellationToken);
        });
        return command;
    }
}
