return await TelegramParser.TelegramSimulator.SimulatorCommand.Create().Parse(args).InvokeAsync();
